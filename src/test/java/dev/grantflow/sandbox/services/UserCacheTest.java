package dev.grantflow.sandbox.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCacheTest {

  @TempDir private Path folder;
  private UserCache cache = new UserCache(Path.of(""), _ -> {});

  @BeforeEach
  void use_a_new_folder() {
    cache = new UserCache(folder.resolve("cache"), _ -> {});
  }

  @Test
  void fills_a_folder_once_for_all_who_ask_at_the_same_time() throws Exception {
    AtomicInteger filled = new AtomicInteger();
    Callable<Path> ask =
        () ->
            cache.once(
                "x", into -> Files.writeString(into.resolve("n"), "" + filled.incrementAndGet()));

    List<Future<Path>> answers;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      answers = threads.invokeAll(List.of(ask, ask, ask, ask));
    }

    for (Future<Path> answer : answers) {
      assertThat(answer.resultNow().resolve("n")).hasContent("1");
    }
  }

  @Test
  void shows_nothing_of_a_filling_that_failed_and_tries_again() throws Exception {
    assertThatThrownBy(
            () ->
                cache.once(
                    "x",
                    into -> {
                      Files.writeString(into.resolve("half"), "");
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");

    Path filled = cache.once("x", into -> Files.writeString(into.resolve("whole"), ""));

    assertThat(filled)
        .isDirectoryContaining("glob:**/whole")
        .isDirectoryNotContaining("glob:**/half");
  }

  @Test
  void lets_a_filling_ask_for_another_folder() throws Exception {
    Path outer =
        cache.once(
            "outer",
            into -> {
              Path inner = cache.once("inner", in -> Files.writeString(in.resolve("a"), "b"));
              Files.copy(inner.resolve("a"), into.resolve("a"));
            });

    assertThat(outer.resolve("a")).hasContent("b");
  }
}
