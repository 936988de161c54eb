package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.SeenEvent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Consent as people give it. Runs where a Chromium is installed; the same way without one is
/// [MainJobIT]'s.
class ChromiumConsentIT {

  private final Platform platform = Platform.shared();
  private final String grantId = Platform.newGrantId();

  @Test
  void alice_approves_in_her_browser_and_lands_at_the_shop() {
    var chromium =
        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(chromium.isPresent(), "no Chromium is installed");
    var alice = platform.wallet("alice").toString();
    platform
        .commands()
        .publish(
            grantId,
            "GrantRequested",
            Samples.outgoingPayment(grantId, alice, Platform.RETURN_URI));
    var pending = platform.events().await(grantId, "GrantPending", Platform.PATIENCE);
    var redirect = URI.create(pending.data().at("/interact/redirect").textValue());

    var landed = approve(chromium.get(), redirect);

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

  private static String approve(Path chromium, URI consent) {
    var environment = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    var launch =
        new BrowserType.LaunchOptions()
            .setExecutablePath(chromium)
            .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking"));
    try (var playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        var browser = playwright.chromium().launch(launch);
        var page = browser.newPage()) {
      page.route(
          Platform.RETURN_URI + "**",
          route -> route.fulfill(new Route.FulfillOptions().setStatus(200).setBody("Thank you!")));
      page.navigate(consent.toString());
      page.click("#approve");
      page.waitForURL(Platform.RETURN_URI + "**");
      return page.url();
    }
  }
}
