package dev.grantflow.sandbox.authserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class InteractionHashTest {
  @Test
  void is_that_of_rfc_9635_section_4_2_3() {
    assertThat(
            new InteractionHash(
                    "VJLO6A4CATR0KRO",
                    "MBDOFXG4Y5CVJCX821LH",
                    "4IFWWIKYB2PQ6U56NL1",
                    URI.create("https://server.example.com/tx"))
                .base64url())
        .isEqualTo("x-gguKWTj8rQf7d7i3w3UhzvuJ5bpOlKyAlVpLxBffY");
  }

  @Test
  void is_what_the_reference_server_was_seen_to_send() {
    assertThat(
            new InteractionHash(
                    "fdae2495-acbb-48f3-b164-edb5c0ddaff7",
                    "849BDDB804D88EF9",
                    "0a7a524a-4783-479d-adfc-eca2345e143a",
                    URI.create("http://127.0.0.1:23006/438fa74a-fa7d-4317-9ced-dde32ece1787"))
                .base64())
        .isEqualTo("pqj9nxQPdhnxSDzkXT4pc6eCbDlcnT6MNOJgq875AiM=");
  }
}
