package dev.grantflow.web;

import dev.grantflow.network.Network;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a call comes from: who is connected or, where that is a proxy of ours, whom the proxies
/// name in `X-Forwarded-For`. What stands left of the first stranger there is the stranger's word,
/// and not believed. Thread-safe.
@Singleton
final class Sources {

  private static final Logger LOG = LoggerFactory.getLogger(Sources.class);
  private static final String FORWARDED_FOR = "X-Forwarded-For";

  /// An IPv4 address may come with a port, one of IPv6 in brackets and with a port.
  private static final Pattern ENTRY =
      Pattern.compile("\\[?(?<address>[0-9.]{7,15}|[0-9A-Fa-f:.]{2,45})]?(?::\\d{1,5})?");

  private static final int NETWORK_BYTES = 8;

  private final List<Network> proxies;
  private final AtomicBoolean isTold = new AtomicBoolean();

  Sources(HttpSettings settings) {
    this.proxies = settings.proxies();
  }

  /// Warns, once, when somebody names others who is no proxy of ours: it may well be one that
  /// nobody told us of, and then all users are one source.
  void heed(HttpRequest<?> request) {
    if (request.getHeaders().contains(FORWARDED_FOR)
        && !isTold.get()
        && !isProxy(request.getRemoteAddress().getAddress())
        && isTold.compareAndSet(false, true)) {
      LOG.warn(
          "{} comes from {}, which is none of grantflow.http.trusted-proxies, and is not believed:"
              + " if that is a proxy of yours, name it there, or all users count as one source."
              + " This is said once.",
          FORWARDED_FOR,
          request.getRemoteAddress().getAddress().getHostAddress());
    }
  }

  /// @return the same for whoever counts as one
  String of(HttpRequest<?> request) {
    var source = request.getRemoteAddress().getAddress();
    var named = named(request);
    for (int i = named.size() - 1; i >= 0 && isProxy(source); i--) {
      var next = address(named.get(i));
      if (next.isEmpty()) {
        break;
      }
      source = next.get();
    }
    return name(source);
  }

  private static List<String> named(HttpRequest<?> request) {
    return request.getHeaders().getAll(FORWARDED_FOR).stream()
        .flatMap(line -> Stream.of(line.split(",", -1)))
        .toList();
  }

  private boolean isProxy(InetAddress address) {
    return proxies.stream().anyMatch(network -> network.has(address));
  }

  private static Optional<InetAddress> address(String entry) {
    var form = ENTRY.matcher(entry.strip());
    try {
      return form.matches()
          ? Optional.of(InetAddress.ofLiteral(form.group("address")))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Whoever has one address of an IPv6 network has all of them.
  private static String name(InetAddress source) {
    var bytes = source.getAddress();
    return HexFormat.of()
        .formatHex(source instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
  }
}
