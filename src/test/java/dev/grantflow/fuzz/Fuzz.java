package dev.grantflow.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/// Tries the kept inputs and such as are grown out of them, a bounded number, and holds each to
/// what is asked: no exception, and no more memory than in proportion to its length. Memory stands
/// for work as well, because everything here that is slow builds something; a clock would find
/// other people's load.
///
/// The numbers are random and a failure tells their seed: `-Dgrantflow.fuzz.seed=…` repeats them,
/// `-Dgrantflow.fuzz.times=50` goes on for longer. What was answered wrongly is written to
/// `target/fuzz`; to keep it, move it to `src/test/resources/fuzz`.
public final class Fuzz {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long BASE_BYTES = 4L << 20;
  private static final long BYTES_PER_BYTE = 2_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Fuzz() {}

  /// Reads an input and checks what came of it.
  @FunctionalInterface
  public interface Check {
    void of(byte[] input) throws Exception;
  }

  /// Each kept input by itself, and then what grows out of them.
  ///
  /// @param rounds how many inputs are grown
  public static Stream<DynamicTest> tests(String target, int rounds, Check check) {
    return Stream.concat(
        Kept.list(target).stream()
            .map(kept -> test(kept.toString(), () -> hold(kept.bytes(), check))),
        Stream.of(test(rounds + " grown out of them", () -> search(target, rounds, check))));
  }

  /// A reader that finds no end is left behind.
  private static DynamicTest test(String name, Executable body) {
    return dynamicTest(name, () -> assertTimeoutPreemptively(PATIENCE, body));
  }

  private static void search(String target, int rounds, Check check) {
    long seed = Long.getLong("grantflow.fuzz.seed", new Random().nextLong());
    var random = new Random(seed);
    var mutator = new Mutator(Kept.list(target), random);
    var all = rounds * Integer.getInteger("grantflow.fuzz.times", 1);
    for (int round = 0; round < all; round++) {
      var input = mutator.next();
      try {
        hold(input, check);
      } catch (Exception | Error wrong) {
        throw new AssertionError(
            "%s, round %d of seed %d: an input of %d bytes, kept as %s"
                .formatted(target, round, seed, input.length, keep(target, seed, round, input)),
            wrong);
      }
    }
  }

  /// One input, as [#search] holds it. What takes too much is tried once more: the first time, the
  /// classes that it needs are loaded.
  private static void hold(byte[] input, Check check) throws Exception {
    long bound = BASE_BYTES + BYTES_PER_BYTE * input.length;
    long used = used(input, check);
    if (used > bound) {
      used = used(input, check);
    }
    if (used > bound) {
      throw new AssertionError(
          "%d bytes of memory for %d of input are more than %d"
              .formatted(used, input.length, bound));
    }
  }

  private static long used(byte[] input, Check check) throws Exception {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    check.of(input);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static Path keep(String target, long seed, int round, byte[] input) {
    try {
      var folder = Files.createDirectories(Path.of("target", "fuzz", target));
      return Files.write(folder.resolve(seed + "-" + round), input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
