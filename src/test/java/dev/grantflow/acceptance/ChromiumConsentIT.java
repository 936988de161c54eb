package dev.grantflow.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.SeenEvent;
import dev.grantflow.sandbox.authserver.ConsentDriver;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Consent as people give it. Runs where a Chromium is installed; the same way without one is
/// [MainJobIT]'s.
class ChromiumConsentIT {

  private final Platform platform = Platform.shared();
  private final String grantId = Platform.newGrantId();

  @Test
  void alice_approves_in_her_browser_and_lands_at_the_shop() {
    var start = request();

    var landed =
        inChromium(
            (_, alice) -> {
              alice.navigate(start.toString());
              alice.click("#approve");
              alice.waitForURL(Platform.RETURN_URI + "**");
              return alice.url();
            });

    platform.events().await(grantId, "GrantFinalized", Platform.PATIENCE);
    platform
        .commands()
        .publish(grantId, "GrantRevokeRequested", Samples.revocation(grantId, "cancelled"));
    platform.events().await(grantId, "GrantRevoked", Platform.PATIENCE);
    assertThat(landed).isEqualTo(Platform.RETURN_URI + "?grantId=" + grantId + "&status=FINALIZED");
    assertThat(platform.events().of(grantId))
        .extracting(SeenEvent::type)
        .containsExactly("GrantPending", "GrantFinalized", "GrantRevoked");
  }

  @Test
  void the_finish_link_is_of_no_use_in_another_browser() {
    var start = request();

    var landed =
        inChromium(
            (browser, alice) -> {
              alice.navigate(start.toString());
              var cookies = alice.context().cookies(start.toString());
              var finish = ConsentDriver.approve(URI.create(alice.url())).toString();
              try (var foreign = browser.newContext()) {
                var mallory = foreign.newPage();
                var answer = mallory.navigate(finish);
                assertThat(requireNonNull(answer).status()).isEqualTo(403);
                assertThat(mallory.textContent("h1")).isEqualTo("Please continue where you began");
              }
              assertThat(platform.events().of(grantId)).hasSize(1);
              assertThat(cookies)
                  .singleElement()
                  .satisfies(ChromiumConsentIT::assertIsForThisHostOnly);
              alice.evaluate("finish => { location.href = finish }", finish);
              alice.waitForURL(Platform.RETURN_URI + "**");
              return alice.url();
            });

    assertThat(landed).isEqualTo(Platform.RETURN_URI + "?grantId=" + grantId + "&status=FINALIZED");
  }

  private static void assertIsForThisHostOnly(Cookie cookie) {
    assertThat(cookie.name).startsWith("__Host-grantflow-");
    assertThat(cookie.secure).isTrue();
    assertThat(cookie.httpOnly).isTrue();
    assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.LAX);
    assertThat(cookie.path).isEqualTo("/");
  }

  private URI request() {
    var alice = platform.wallet("alice").toString();
    platform
        .commands()
        .publish(
            grantId,
            "GrantRequested",
            Samples.outgoingPayment(grantId, alice, Platform.RETURN_URI));
    var pending = platform.events().await(grantId, "GrantPending", Platform.PATIENCE);
    return URI.create(pending.data().at("/interact/redirect").textValue());
  }

  /// @param story of a browser, and of a page in it that finds the shop
  private static String inChromium(BiFunction<Browser, Page, String> story) {
    var chromium =
        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(chromium.isPresent(), "no Chromium is installed");
    var environment = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    var launch =
        new BrowserType.LaunchOptions()
            .setExecutablePath(chromium.get())
            .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking"));
    try (var playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        var browser = playwright.chromium().launch(launch);
        var page = browser.newPage()) {
      page.route(
          Platform.RETURN_URI + "**",
          route -> route.fulfill(new Route.FulfillOptions().setStatus(200).setBody("Thank you!")));
      return story.apply(browser, page);
    }
  }
}
