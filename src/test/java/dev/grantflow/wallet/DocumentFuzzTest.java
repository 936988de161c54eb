package dev.grantflow.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.fuzz.Fuzz;
import dev.grantflow.wallet.DocumentReader.Read;
import io.micronaut.serde.ObjectMapper;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every wallet address document names servers that can be called, or is unusable.
class DocumentFuzzTest {

  private final DocumentReader reader = new DocumentReader(ObjectMapper.getDefault());

  @TestFactory
  Stream<DynamicTest> any_document_is_of_use_or_not() {
    return Fuzz.tests("wallet-documents", 10_000, this::check);
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
