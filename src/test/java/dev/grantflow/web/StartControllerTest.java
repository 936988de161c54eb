package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.InteractionStarts.Outcome;
import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.grant.Secret;
import dev.grantflow.grant.StartKey;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StartControllerTest {

  private static final String START = "/start/st4rt-1d";
  private static final URI CONSENT = URI.create("https://auth.example/interact/1?nonce=n%20n");
  private static final StartKey KEY = new StartKey("0123456789abcdef".repeat(4));
  private static final String NAME = "__Host-grantflow-0123456789abcdef";
  private static final Pattern AGE = Pattern.compile("; Max-Age=(\\d+)");

  @RegisterExtension static final WebServer SERVER = new WebServer();

  private static Outcome forward() {
    return new Outcome.Forward(CONSENT, KEY, Instant.now().plus(Duration.ofMinutes(15)));
  }

  private static HttpResponse<String> start(String... headers) throws Exception {
    SERVER.starts().answer(StartControllerTest::forward);
    return SERVER.get(START, headers);
  }

  @Test
  void forwards_with_a_cookie_that_no_script_no_neighbour_and_no_plain_connection_gets()
      throws Exception {
    var reply = start();

    assertThat(reply.statusCode()).isEqualTo(303);
    assertThat(reply.headers().firstValue("Location")).hasValue(CONSENT.toString());
    assertThat(reply.body()).isEmpty();
    var cookie = reply.headers().allValues("Set-Cookie");
    assertThat(cookie).hasSize(1);
    assertThat(cookie.getFirst())
        .startsWith(NAME + "=st4rt-1d;")
        .contains("; Path=/", "; Secure", "; HTTPOnly", "; SameSite=Lax")
        .doesNotContain("Domain");
    var age = AGE.matcher(cookie.getFirst());
    assertThat(age.find()).isTrue();
    assertThat(Integer.parseInt(age.group(1))).isBetween(14 * 60, 15 * 60);
    assertThat(SERVER.starts().seen()).containsExactly(Secret.of("st4rt-1d"));
  }

  @Test
  void keeps_a_popup_in_touch_with_whoever_opened_it() throws Exception {
    assertThat(start().headers().firstValue("Cross-Origin-Opener-Policy")).isEmpty();
  }

  @Test
  void keeps_the_cookies_of_other_grants_up_to_a_number() throws Exception {
    var nine = start("Cookie", others(9)).headers().allValues("Set-Cookie");
    var eleven = start("Cookie", others(11)).headers().allValues("Set-Cookie");

    assertThat(nine).hasSize(1);
    assertThat(eleven)
        .extracting(cookie -> cookie.replaceFirst(";.*", ""))
        .containsExactlyInAnyOrder(
            "__Host-grantflow-0=", "__Host-grantflow-1=", NAME + "=st4rt-1d");
    assertThat(eleven.getFirst()).contains("Max-Age=0");
  }

  private static String others(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> StartCookies.PREFIX + i + "=v" + i)
        .collect(Collectors.joining("; ", "theirs=x; ", ""));
  }

  @Test
  void beginning_again_takes_no_place_more() throws Exception {
    var again = start("Cookie", others(9) + "; " + NAME + "=st4rt-1d");

    assertThat(again.headers().allValues("Set-Cookie")).hasSize(1);
  }

  @Test
  void the_cookies_come_back_with_the_callback() throws Exception {
    SERVER.callbacks().answer(() -> Grants.settled(Status.FINALIZED, null));

    SERVER.get(
        "/finish/1?hash=h4sh&interact_ref=r3f",
        "Cookie",
        "theirs=x; %s=st4rt-1d; %sb=%s; %sc=other"
            .formatted(NAME, StartCookies.PREFIX, "a".repeat(65), StartCookies.PREFIX));

    assertThat(SERVER.callbacks().seen())
        .extracting(ScriptedCallbacks.Seen::startIds)
        .containsExactly(List.of(Secret.of("st4rt-1d"), Secret.of("other")));
  }

  @Test
  void a_callback_with_countless_cookies_is_not_looked_through_to_the_end() throws Exception {
    SERVER.callbacks().answer(() -> Grants.settled(Status.FINALIZED, null));

    SERVER.get("/finish/1?hash=h4sh&interact_ref=r3f", "Cookie", others(100));

    assertThat(SERVER.callbacks().seen().getFirst().startIds()).hasSize(2 * StartCookies.KEPT_MAX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"=", ";;;", "__Host-grantflow-", "__Host-grantflow-a", "a=\"b"})
  void a_broken_cookie_is_none(String cookie) throws Exception {
    SERVER.callbacks().answer(() -> Grants.settled(Status.FINALIZED, null));

    var reply = SERVER.get("/finish/1?hash=h4sh&interact_ref=r3f", "Cookie", cookie);

    assertThat(reply.statusCode()).isEqualTo(200);
  }

  @Test
  void tells_what_is_over_from_what_never_was() throws Exception {
    SERVER.starts().answer(Outcome.Over::new);
    var over = SERVER.get(START);
    SERVER.starts().answer(Outcome.UnknownStart::new);
    var unknown = SERVER.get(START);

    assertThat(over.statusCode()).isEqualTo(410);
    assertThat(over.body()).contains("<h1>This request is over</h1>").doesNotContain("st4rt-1d");
    assertThat(over.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("Nothing begins here").doesNotContain("st4rt-1d");
    assertThat(unknown.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(unknown.headers().firstValue("Cross-Origin-Opener-Policy")).hasValue("same-origin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "POST", "PUT", "OPTIONS"})
  void begins_nothing_by_another_method(String method) throws Exception {
    SERVER.starts().answer(StartControllerTest::forward);

    var reply = SERVER.send(method, START);

    assertThat(reply.statusCode()).isEqualTo(405);
    assertThat(reply.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(SERVER.starts().seen()).isEmpty();
  }
}
