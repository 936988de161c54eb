package dev.grantflow.gnap.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What it takes to sign a grant request, whole and in parts, and what others than ours would take
/// for the signature itself.
@State(Scope.Benchmark)
public class SignatureBenchmark {

  private static final URI TARGET = URI.create("https://auth.wallet.example/");
  private static final byte[] BODY =
      """
      {"access_token":{"access":[{"actions":["create","read"],\
      "identifier":"https://wallet.example/bob","type":"incoming-payment"}]},\
      "client":{"walletAddress":"https://shop.example/shop"}}\
      """
          .getBytes(UTF_8);
  private static final String NONCE = "0123456789abcdef01234567";

  private final SigningKey key = Keys.fresh("bench-key");
  private final RequestSigner signer = new RequestSigner(key, SignatureProfile.RFC_9635);
  private final RequestSigner idle = new RequestSigner(new Unsigned(), SignatureProfile.RFC_9635);
  private final Content content = Content.json(BODY);
  private final PrivateKey privateKey = Keys.pair("Ed25519").getPrivate();
  private final BouncyCastleProvider bouncyCastle = new BouncyCastleProvider();
  private final byte[] base = RequestSigner.base(request(), ";created=1").text().getBytes(UTF_8);

  /// Signs nothing, so that what is around the signature is left.
  private static final class Unsigned implements Signer {
    private static final byte[] NOTHING = new byte[64];

    @Override
    public String keyId() {
      return "bench-key";
    }

    @Override
    public byte[] publicKey() {
      return new byte[32];
    }

    @Override
    public byte[] sign(byte[] message) {
      return NOTHING;
    }
  }

  private UnsignedRequest request() {
    return new UnsignedRequest("POST", TARGET, null, content);
  }

  @Benchmark
  public Object signed_request() {
    var request = new UnsignedRequest("POST", TARGET, null, Content.json(BODY));
    return signer.sign(request, Instant.EPOCH, NONCE);
  }

  @Benchmark
  public Object signature_base_and_headers() {
    return idle.sign(request(), Instant.EPOCH, NONCE);
  }

  @Benchmark
  public byte[] signature_by_our_key() {
    return key.sign(base);
  }

  @Benchmark
  public byte[] signature_by_the_JDK() throws GeneralSecurityException {
    return signature(Signature.getInstance("Ed25519", "SunEC"));
  }

  @Benchmark
  public byte[] signature_by_Bouncy_Castle_provider() throws GeneralSecurityException {
    return signature(Signature.getInstance("Ed25519", bouncyCastle));
  }

  private byte[] signature(Signature signature) throws GeneralSecurityException {
    signature.initSign(privateKey);
    signature.update(base);
    return signature.sign();
  }

  @Benchmark
  public Object content_digest() {
    return Content.json(BODY);
  }

  @Benchmark
  public byte[] SHA_512_alone() throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-512").digest(BODY);
  }
}
