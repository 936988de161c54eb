package dev.grantflow.canary;

import dev.grantflow.sandbox.CookieJar;
import dev.grantflow.sandbox.authserver.ConsentDriver;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Stream;

/// One user's browser: begins where it is told to and comes back with its cookies.
final class Visitor {

  private final CookieJar jar = new CookieJar();
  private final Caller caller;

  Visitor(Caller caller) {
    this.caller = caller;
  }

  /// @return the consent page
  URI open(URI start) {
    return get(start)
        .headers()
        .firstValue("Location")
        .map(URI::create)
        .orElseThrow(() -> new IllegalStateException("nothing begins at " + start.getPath()));
  }

  HttpResponse<String> approve(URI start) {
    return get(ConsentDriver.approve(open(start)));
  }

  HttpResponse<String> deny(URI start) {
    return get(ConsentDriver.deny(open(start)));
  }

  HttpResponse<String> get(URI uri) {
    var fields =
        jar.show(HttpRequest.newBuilder(uri)).build().headers().map().entrySet().stream()
            .flatMap(
                field -> field.getValue().stream().flatMap(it -> Stream.of(field.getKey(), it)))
            .toArray(String[]::new);
    var answer = caller.visit(uri, fields);
    jar.keep(answer);
    jar.cookies().values().forEach(value -> caller.remember("start id", value));
    return answer;
  }
}
