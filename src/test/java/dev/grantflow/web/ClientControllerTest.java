package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.contract.DataJson;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The wallet address document and the keys of a client instance, for everybody.
final class ClientControllerTest {

  @RegisterExtension static final WebServer SERVER = new WebServer();

  @Test
  void serves_the_document_of_a_client_that_has_one() throws Exception {
    var reply = SERVER.get("/clients/shop", "Accept", "application/json");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(reply.headers().allValues("Cache-Control")).containsExactly("public, max-age=300");
    assertThat(reply.body())
        .isEqualTo(
            "{\"id\":\"https://wallet.example/shop\",\"publicName\":\"The \\\"Shop\\\"\","
                + "\"assetCode\":\"USD\",\"assetScale\":2,\"authServer\":\"https://auth.example/\","
                + "\"resourceServer\":\"https://wallet.example/op\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop", "bank"})
  void serves_the_keys_of_every_client(String name) throws Exception {
    var reply = SERVER.get("/clients/" + name + "/jwks.json");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(reply.headers().allValues("Cache-Control")).containsExactly("public, max-age=60");
    assertThat(DataJson.MAPPER.readTree(reply.body()))
        .isEqualTo(
            DataJson.MAPPER.valueToTree(
                Map.of("keys", new ScriptedDocuments().keys(name).orElseThrow())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/clients/bank", "/clients/other", "/clients/other/jwks.json", "/clients/%20"})
  void there_is_a_problem_where_there_is_no_document(String path) throws Exception {
    var reply = SERVER.get(path);

    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(reply.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(reply.headers().allValues("Cache-Control")).containsExactly("no-store");
    assertThat(reply.body())
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                + "\"detail\":\"There is no such document here.\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "HEAD, /clients/shop, 200",
    "HEAD, /clients/shop/jwks.json, 200",
    "HEAD, /clients/other, 404",
    "POST, /clients/shop, 405",
    "PUT, /clients/shop/jwks.json, 405",
    "DELETE, /clients/shop, 405",
    "GET, /clients, 404",
    "GET, /clients/shop/key.pem, 404"
  })
  void is_only_there_to_be_read(String method, String path, int status) throws Exception {
    var reply = SERVER.send(method, path);

    assertThat(reply.statusCode()).isEqualTo(status);
    if (method.equals("HEAD")) {
      assertThat(reply.body()).isEmpty();
    }
  }
}
