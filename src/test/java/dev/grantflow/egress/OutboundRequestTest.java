package dev.grantflow.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundRequestTest {

  private static final URI URI_OF_GRANTS = URI.create("https://as.example/");

  @Test
  void a_header_cannot_smuggle_a_line_and_its_value_is_not_told() {
    assertThatThrownBy(() -> new Header("Authorization", "GNAP s3cret\r\nX: y"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value of header Authorization is not printable ASCII");
  }

  @Test
  void a_wrong_content_length_is_a_mistake() {
    assertThatThrownBy(
            () ->
                new OutboundRequest(
                    "POST",
                    URI_OF_GRANTS,
                    List.of(new Header("content-length", "1")),
                    new byte[] {1, 2}))
        .hasMessage("Content-Length is 1 where the body has 2 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host", "connection", "Transfer-Encoding", "Expect", "Upgrade"})
  void framing_belongs_to_the_egress(String name) {
    assertThatThrownBy(
            () -> new OutboundRequest("GET", URI_OF_GRANTS, List.of(new Header(name, "x"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void later_changes_of_the_callers_array_do_not_reach_it() {
    byte[] body = {1};
    OutboundRequest request = new OutboundRequest("POST", URI_OF_GRANTS, List.of(), body);

    body[0] = 2;

    assertThat(request.body()).containsExactly(1);
  }
}
