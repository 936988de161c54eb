package dev.grantflow.gnap;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The JSON of a grant request's answer.
@State(Scope.Benchmark)
public class JsonBenchmark {

  private static final byte[] ANSWER =
      """
      {"access_token":{"value":"token-1-0123456789abcdef",\
      "manage":"https://auth.wallet.example/token/1","expires_in":600,\
      "access":[{"type":"incoming-payment","actions":["create","read"],\
      "identifier":"https://wallet.example/bob"}]},\
      "continue":{"access_token":{"value":"continue-1"},\
      "uri":"https://auth.wallet.example/continue/1"}}\
      """
          .getBytes(UTF_8);

  private final String canonical =
      JsonTree.canonical(JsonTree.read(ANSWER).orElseThrow()).orElseThrow();

  @Benchmark
  public Object answer_read() {
    return JsonTree.read(ANSWER);
  }

  @Benchmark
  public Object canonical_text_printed() {
    return JavaScriptText.of(JsonTree.of(canonical));
  }
}
