package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamPlacesTest {

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "1, 1, 0", "2, 1, 1", "3, 2, 1", "256, 128, 128"})
  void one_caller_gets_half_of_them_and_another_the_rest(int max, int first, int second) {
    var places = new StreamPlaces(max);

    assertThat(taken(places, "first")).isEqualTo(first);
    assertThat(taken(places, "second")).isEqualTo(second);
    assertThat(places.tryTake("third")).isFalse();
  }

  @Test
  void one_that_is_freed_is_anybodys() {
    var places = new StreamPlaces(2);
    places.tryTake("first");
    places.tryTake("second");
    places.free("first");

    assertThat(places.tryTake("third")).isTrue();
    assertThat(places.tryTake("first")).isFalse();
    places.free("second");
    assertThat(places.tryTake("first")).isTrue();
  }

  private static long taken(StreamPlaces places, String caller) {
    return IntStream.range(0, 1_000).filter(_ -> places.tryTake(caller)).count();
  }
}
