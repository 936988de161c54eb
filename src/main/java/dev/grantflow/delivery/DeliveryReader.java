package dev.grantflow.delivery;

import static java.util.Objects.requireNonNull;

import dev.grantflow.egress.EgressSettings;
import dev.grantflow.egress.PlatformDocuments;
import dev.grantflow.engine.TokenDelivery;
import dev.grantflow.settings.Faults;
import dev.grantflow.settings.ShownUri;
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
  /// @throws dev.grantflow.settings.InvalidSettingsException naming client, properties, faults and
  ///   remedies
  TokenDelivery read(DeliverySettings settings) {
    var faults = new Faults("grantflow.clients." + settings.name());
    check(settings, faults);
    faults.end();
    return switch (settings.tokenDelivery()) {
      case INLINE -> new TokenDelivery.Inline();
      case ENCRYPTED -> new TokenDelivery.Encrypted(recipient(settings));
      case REFERENCE -> new TokenDelivery.Reference();
    };
  }

  private void check(DeliverySettings settings, Faults faults) {
    switch (settings.tokenDelivery()) {
      case INLINE -> {
        if (!rules.inlineAllowed()) {
          faults.add(
              DELIVERY,
              "is INLINE, which grantflow.tokens.inline-allowed forbids. Choose ENCRYPTED or"
                  + " REFERENCE.");
        }
        checkNoKeys(settings, faults);
      }
      case ENCRYPTED -> checkKeys(settings, faults);
      case REFERENCE -> {
        if (!isApiOn) {
          faults.add(
              DELIVERY,
              "is REFERENCE, and nobody could fetch a token while grantflow.api.enabled is false."
                  + " Switch the API on, or choose ENCRYPTED or INLINE.");
        }
        checkNoKeys(settings, faults);
      }
    }
  }

  /// Keys that nothing is encrypted to would make somebody believe that it is.
  private static void checkNoKeys(DeliverySettings settings, Faults faults) {
    var remedy =
        "is set, and token-delivery is %s. Choose ENCRYPTED, or leave it out."
            .formatted(settings.tokenDelivery());
    if (settings.tokenRecipientJwksFile() != null) {
      faults.add(FILE, remedy);
    }
    if (settings.tokenRecipientJwksUri() != null) {
      faults.add(SERVER, remedy);
    }
  }

  private void checkKeys(DeliverySettings settings, Faults faults) {
    var uri = settings.tokenRecipientJwksUri();
    if ((settings.tokenRecipientJwksFile() == null) == (uri == null)) {
      faults.add(
          DELIVERY,
          "is ENCRYPTED, for which either %s or %s is needed, and not both."
              .formatted(FILE, SERVER));
    }
    if (uri != null && !isSafe(uri)) {
      faults.add(
          SERVER,
          "is %s and must be an absolute https URI without user information and fragment, such as https://shop.example/jwks.json"
              .formatted(ShownUri.of(uri)));
    }
  }

  private Recipient recipient(DeliverySettings settings) {
    var file = settings.tokenRecipientJwksFile();
    return file != null
        ? new Recipient(settings, FILE, new KeySource.OfFile(file))
        : new Recipient(
            settings,
            SERVER,
            new KeySource.OfServer(requireNonNull(settings.tokenRecipientJwksUri()), documents));
  }

  /// Whoever could change the answer on its way could read all tokens.
  private boolean isSafe(URI uri) {
    var isKept =
        "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && egress.allowHttp());
    return isKept
        && uri.getHost() != null
        && uri.getRawUserInfo() == null
        && uri.getRawFragment() == null;
  }
}
