package dev.grantflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever follows a link from one page of the documentation to another arrives.
class LinksTest {

  static List<Markdown> pages() throws IOException {
    return Markdown.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void links_lead_to_files_and_headings_that_are_there(Markdown page) {
    assertThat(page.links()).filteredOn(link -> !leadsSomewhere(page, link)).isEmpty();
  }

  @Test
  void there_is_something_to_follow() throws IOException {
    assertThat(pages().stream().flatMap(page -> page.links().stream())).hasSizeGreaterThan(60);
  }

  @ParameterizedTest
  @CsvSource({
    "#the-first, true",
    "#the-second, false",
    "#a-keys-kid-1, true",
    "other.md, false",
    "../README.md#grantflow, true",
    "../README.md#grant, false",
    "nothing.md#grantflow, false",
  })
  void a_link_that_leads_nowhere_is_seen(String link, boolean leads) {
    var text = "# The first\n\n## A key's `kid`\n## A key's `kid`\n```\n# The second\n```\n";
    var page = new Markdown(Path.of("docs/page.md"), text);

    assertThat(leadsSomewhere(page, link)).isEqualTo(leads);
  }

  private static boolean leadsSomewhere(Markdown page, String link) {
    var parts = link.split("#", 2);
    if (parts[0].isEmpty()) {
      return page.anchors().contains(parts[1]);
    }
    var target = page.file().resolveSibling(parts[0]).normalize();
    return Files.exists(target)
        && (parts.length == 1 || Markdown.read(target).anchors().contains(parts[1]));
  }
}
