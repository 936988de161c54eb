package dev.grantflow.sandbox.authserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The expected texts were printed by Node's `JSON.stringify(JSON.parse(text))`.
class JsonStringifyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ }                              | {}",
        "{\"a\": [ ], \"b\": [1, 2]}      | {\"a\":[],\"b\":[1,2]}",
        "{\"b\":true,\"a\":null}          | {\"b\":true,\"a\":null}",
        "{\"b\":1,\"10\":2,\"9\":3,\"01\":4} | {\"9\":3,\"10\":2,\"b\":1,\"01\":4}",
        "{\"a\":1,\"b\":2,\"a\":3}        | {\"a\":3,\"b\":2}",
        "{\"a\":\"\\/x\\u0041\\u00e9\"}   | {\"a\":\"/xAé\"}",
        "{\"a\":\"\\u0001\\t\\u2028\\ud800\"} | {\"a\":\"\\u0001\\t\u2028\\ud800\"}",
        "{\"a\":\"\\ud83d\\ude00\"}       | {\"a\":\"😀\"}",
      })
  void prints_as_javascript_does(String text, String printed) {
    assertThat(JsonStringify.of(Json.parseObject(text).orElseThrow())).isEqualTo(printed);
  }

  @ParameterizedTest
  @CsvSource({
    "1.0,1",
    "-0,0",
    "1e2,100",
    "0.000001,0.000001",
    "1e-7,1e-7",
    "123456789012345680000,123456789012345680000",
    "1e21,1e+21",
    "1.5e300,1.5e+300",
    "-12.50,-12.5",
    "9007199254740993,9007199254740992",
    "1e999,null"
  })
  void prints_numbers_as_javascript_does(String number, String printed) {
    assertThat(JsonStringify.of(Json.parseObject("{\"n\":" + number + "}").orElseThrow()))
        .isEqualTo("{\"n\":" + printed + "}");
  }

  @Test
  void is_no_object_with_something_behind_it() {
    assertThat(Json.parseObject("{} {}")).isEmpty();
  }
}
