package dev.grantflow.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.fuzz.Fuzz;
import dev.grantflow.fuzz.Kept;
import dev.grantflow.wallet.DocumentReader.Read;
import io.micronaut.serde.ObjectMapper;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every wallet address document names servers that can be called, or is unusable.
@Timeout(120)
class DocumentFuzzTest {

  private final DocumentReader reader = new DocumentReader(ObjectMapper.getDefault());

  static Stream<Kept> kept() {
    return Kept.of("wallet-documents");
  }

  @ParameterizedTest
  @MethodSource("kept")
  void a_kept_document_is_of_use_or_not(Kept input) throws Exception {
    Fuzz.hold(input.bytes(), this::check);
  }

  @Test
  void any_document_is_of_use_or_not() {
    Fuzz.search("wallet-documents", 10_000, this::check);
  }

  private void check(byte[] input) {
    switch (reader.servers(input)) {
      case Read.Servers(var authServer, _) -> {
        assertThat(authServer.getHost()).isNotEmpty();
        assertThat(authServer.getRawUserInfo()).isNull();
        assertThat(authServer.getScheme()).matches("(?i)https?");
      }
      case Read.Unusable(var fault) -> assertThat(fault).hasSizeLessThan(200).endsWith(".");
    }
  }
}
