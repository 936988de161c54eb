package dev.grantflow.sandbox.authserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

/// Takes each call through reading, answering, writing and telling.
final class CallHandler implements HttpHandler {
  private static final System.Logger LOG = System.getLogger(CallHandler.class.getName());

  private final Router router;
  private final ReplyWriter writer;
  private final Journal journal;
  private final Consumer<SeenCall> observer;

  CallHandler(Router router, ReplyWriter writer, Journal journal, Consumer<SeenCall> observer) {
    this.router = router;
    this.writer = writer;
    this.journal = journal;
    this.observer = observer;
  }

  /// An `IOException` means that the caller went away; the HTTP server then drops the connection.
  @Override
  public void handle(HttpExchange exchange) throws IOException {
    long start = System.nanoTime();
    String method = exchange.getRequestMethod();
    Point what = Router.what(method, exchange.getRequestURI().getRawPath());
    BookedCall booked = journal.begin(what);
    int status = 0;
    try {
      Reply reply = reply(what, exchange, booked);
      journal.processed(booked, reply);
      status = writer.write(exchange, reply);
      journal.answered(booked, reply);
    } finally {
      observer.accept(
          new SeenCall(
              what,
              method,
              URI.create(Call.targetUri(exchange)),
              exchange.getRequestHeaders().getFirst("Signature-Input"),
              status,
              Duration.ofNanos(System.nanoTime() - start)));
    }
  }

  private Reply reply(Point what, HttpExchange exchange, BookedCall booked) throws IOException {
    try {
      return router.answer(what, Call.read(exchange, booked));
    } catch (Refused e) {
      return e.reply();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "The sandbox authorization server failed", e);
      return Reply.error(500, "request_denied", "internal server error");
    }
  }
}
