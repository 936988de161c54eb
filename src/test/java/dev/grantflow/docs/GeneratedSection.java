package dev.grantflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A part of a page that is written by a test: `-Dgrantflow.docs.write` has it written anew, and
/// without it the test fails where the page says something else.
public record GeneratedSection(Path page, String name) {

  public void says(String generated) throws IOException {
    var wanted = begin() + "\n" + generated + end();
    if (System.getProperty("grantflow.docs.write") != null) {
      Files.writeString(
          page,
          Pattern.compile(Pattern.quote(begin()) + ".*?" + Pattern.quote(end()), Pattern.DOTALL)
              .matcher(Files.readString(page))
              .replaceFirst(Matcher.quoteReplacement(wanted)));
    }

    assertThat(page)
        .content()
        .as("%s, %s; write it with -Dgrantflow.docs.write", page, name)
        .contains(wanted);
  }

  private String begin() {
    return "<!-- generated: " + name + " -->";
  }

  private String end() {
    return "<!-- end: " + name + " -->";
  }
}
