package dev.grantflow.delivery;

import static java.util.Objects.requireNonNull;

import dev.grantflow.egress.EgressSettings;
import dev.grantflow.egress.PlatformDocuments;
import dev.grantflow.egress.ShownUri;
import dev.grantflow.engine.TokenDelivery;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.net.URI;

/// Makes deliveries of their settings, or says what is wrong with them.
@Singleton
final class DeliveryReader {

  private static final String FILE = "token-recipient-jwks-file";
  private static final String SERVER = "token-recipient-jwks-uri";
  private static final String DELIVERY = "token-delivery";

  private final DeliveryRules rules;
  private final PlatformDocuments documents;
  private final EgressSettings egress;
  private final boolean isApiOn;

  DeliveryReader(
      DeliveryRules rules,
      PlatformDocuments documents,
      EgressSettings egress,
      @Value("${grantflow.api.enabled:false}") boolean isApiOn) {
    this.rules = rules;
    this.documents = documents;
    this.egress = egress;
    this.isApiOn = isApiOn;
  }

  /// Asks nobody for keys yet, see [Recipient#begin].
  ///
  /// @throws IllegalArgumentException naming client, property, fault and remedy
  TokenDelivery read(DeliverySettings settings) {
    return switch (settings.tokenDelivery()) {
      case INLINE -> inline(settings);
      case ENCRYPTED -> new TokenDelivery.Encrypted(recipient(settings));
      case REFERENCE -> reference(settings);
    };
  }

  private TokenDelivery inline(DeliverySettings settings) {
    if (!rules.inlineAllowed()) {
      throw settings.wrong(
          DELIVERY,
          "is INLINE, which grantflow.tokens.inline-allowed forbids. Choose ENCRYPTED or"
              + " REFERENCE.");
    }
    checkNoKeys(settings);
    return new TokenDelivery.Inline();
  }

  private TokenDelivery reference(DeliverySettings settings) {
    if (!isApiOn) {
      throw settings.wrong(
          DELIVERY,
          "is REFERENCE, and nobody could fetch a token while grantflow.api.enabled is false."
              + " Switch the API on, or choose ENCRYPTED or INLINE.");
    }
    checkNoKeys(settings);
    return new TokenDelivery.Reference();
  }

  /// Keys that nothing is encrypted to would make somebody believe that it is.
  private static void checkNoKeys(DeliverySettings settings) {
    var kind = settings.tokenDelivery();
    var remedy = "is set, and token-delivery is %s. Choose ENCRYPTED, or leave it out.";
    if (settings.tokenRecipientJwksFile() != null) {
      throw settings.wrong(FILE, remedy.formatted(kind));
    }
    if (settings.tokenRecipientJwksUri() != null) {
      throw settings.wrong(SERVER, remedy.formatted(kind));
    }
  }

  private Recipient recipient(DeliverySettings settings) {
    var file = settings.tokenRecipientJwksFile();
    var uri = settings.tokenRecipientJwksUri();
    if ((file == null) == (uri == null)) {
      throw settings.wrong(
          DELIVERY,
          "is ENCRYPTED, for which either %s or %s is needed, and not both."
              .formatted(FILE, SERVER));
    }
    if (file != null) {
      return new Recipient(settings, FILE, new KeySource.OfFile(file));
    }
    checkUri(settings, requireNonNull(uri));
    return new Recipient(settings, SERVER, new KeySource.OfServer(uri, documents));
  }

  /// Whoever could change the answer on its way could read all tokens.
  private void checkUri(DeliverySettings settings, URI uri) {
    var isSafe =
        "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && egress.allowHttp());
    if (!isSafe
        || uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawFragment() != null) {
      throw settings.wrong(
          SERVER,
          "is %s and must be an absolute https URI without user information and fragment, such as https://shop.example/jwks.json"
              .formatted(ShownUri.of(uri)));
    }
  }
}
