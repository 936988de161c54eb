package dev.grantflow.egress;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.grantflow.settings.CheckedAtStart;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;

/// [Egress] on Apache HttpClient. The library's time-outs are per read, so a server that drips
/// bytes would hold a call for ever: one scheduler cancels each call at its deadline, which closes
/// its socket under the reading thread.
///
/// It knows no limits per server; [LimitedEgress], which does, is what others get.
@Context
@CheckedAtStart
@Bean(typed = HttpEgress.class)
public final class HttpEgress implements Egress, AutoCloseable {

  private final EgressSettings settings;
  private final EgressPolicy policy;
  private final GuardedResolver resolver;
  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor deadlines;

  /// @throws IllegalArgumentException naming the property that it cannot use
  @Inject
  public HttpEgress(EgressSettings settings, DestinationSettings destinations) {
    this(settings, destinations, InetAddress::getAllByName);
  }

  HttpEgress(EgressSettings settings, DestinationSettings destinations, AddressLookup lookup) {
    this(settings, destinations, lookup, Ticker.systemTicker());
  }

  HttpEgress(
      EgressSettings settings,
      DestinationSettings destinations,
      AddressLookup lookup,
      Ticker ticker) {
    this.settings = settings;
    this.policy = new EgressPolicy(settings, destinations);
    this.resolver =
        new GuardedResolver(new NameLookups(lookup, ticker), policy, settings.connectTimeout());
    this.client =
        ApacheClient.create(settings, resolver, TrustedServers.context(destinations.trustFile()));
    this.deadlines =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("egress-deadlines").factory());
    this.deadlines.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Exchange send(OutboundRequest request) {
    return attempt(request, Duration.ZERO).exchange();
  }

  Duration deadline() {
    return settings.deadline();
  }

  /// @param waited how much of its time the call has spent already
  Attempt attempt(OutboundRequest request, Duration waited) {
    Optional<String> objection = policy.objectionTo(request.uri());
    if (objection.isPresent()) {
      return Attempt.refused(at(request, objection.get()));
    }
    Call call = new Call(request, System.nanoTime() + settings.deadline().minus(waited).toNanos());
    return ScopedValue.where(Call.CURRENT, call).call(() -> attempt(request, call));
  }

  private Attempt attempt(OutboundRequest request, Call call) {
    HttpUriRequestBase message = new HttpUriRequestBase(request.method(), request.uri());
    byte[] body = request.body();
    if (body != null) {
      message.setEntity(new ByteArrayEntity(body, null));
    }
    ScheduledFuture<?> alarm =
        deadlines.schedule(message::cancel, call.remainingNanos(), TimeUnit.NANOSECONDS);
    try {
      return answer(request, message);
    } catch (AddressRefusedException e) {
      return Attempt.refused(at(request, e.objection()));
    } catch (IOException e) {
      return failed(request, call, message, e);
    } catch (RuntimeException e) {
      // A call that is cancelled between two steps of the library surfaces as an illegal state.
      if (message.isCancelled()) {
        return failed(request, call, message, e);
      }
      throw e;
    } finally {
      alarm.cancel(false);
      // Gives up a connection whose answer was not read to its end; without effect on any other.
      message.cancel();
    }
  }

  private Attempt answer(OutboundRequest request, HttpUriRequestBase message) throws IOException {
    HttpHost target =
        new HttpHost(request.uri().getScheme(), request.uri().getHost(), request.uri().getPort());
    ClassicHttpResponse response = client.executeOpen(target, message, null);
    byte[] body = bodyOf(response.getEntity());
    if (body.length > settings.bodyBytesMax()) {
      return unanswered(
          request,
          new Fault("answer longer than " + settings.bodyBytesMax() + " bytes", Verdict.ANSWERS));
    }
    if (message.isCancelled()) {
      // Where the end of the connection ends the body, ours looks like the server's.
      return unanswered(request, late());
    }
    return Attempt.answered(new Exchange.Reply(response.getCode(), headersOf(response), body));
  }

  private byte[] bodyOf(HttpEntity entity) throws IOException {
    return entity == null
        ? new byte[0]
        : entity.getContent().readNBytes(settings.bodyBytesMax() + 1);
  }

  private static Map<String, String> headersOf(ClassicHttpResponse response) {
    Map<String, String> headers = new HashMap<>();
    for (org.apache.hc.core5.http.Header header : response.getHeaders()) {
      String value = header.getValue() == null ? "" : header.getValue();
      headers.merge(header.getName().toLowerCase(Locale.ROOT), value, (a, b) -> a + ", " + b);
    }
    return headers;
  }

  private Attempt failed(
      OutboundRequest request, Call call, HttpUriRequestBase message, Exception fault) {
    if (call.isSending()) {
      return unanswered(request, message.isCancelled() ? late() : Fault.afterSending(fault));
    }
    Fault before =
        message.isCancelled() && !(fault instanceof LateLookupException)
            ? unconnected()
            : Fault.beforeSending(fault);
    return new Attempt(new Exchange.NotSent(at(request, before.why())), before.verdict());
  }

  private static Attempt unanswered(OutboundRequest request, Fault fault) {
    return new Attempt(new Exchange.Unanswered(at(request, fault.why())), fault.verdict());
  }

  private Fault late() {
    return new Fault("no complete answer" + inTime(), Verdict.FAILS);
  }

  private Fault unconnected() {
    return new Fault("not connected" + inTime(), Verdict.FAILS);
  }

  private String inTime() {
    return " within " + settings.deadline().toMillis() + " ms";
  }

  private static String at(OutboundRequest request, String why) {
    return request.destination() + ": " + why;
  }

  /// Breaks off the calls in flight.
  @Override
  @PreDestroy
  public void close() {
    client.close(CloseMode.IMMEDIATE);
    resolver.close();
    deadlines.shutdownNow();
  }
}
