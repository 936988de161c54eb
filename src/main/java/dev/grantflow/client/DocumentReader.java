package dev.grantflow.client;

import dev.grantflow.settings.ShownUri;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes a wallet address document of its settings, or says what is wrong with them.
final class DocumentReader {

  private static final int SCALE_MAX = 255;

  private DocumentReader() {}

  /// Empty where none of the settings is there: somebody else serves the document.
  ///
  /// @throws InvalidClientException naming client, property, fault and remedy
  static Optional<WalletAddressDocument> read(DocumentSettings settings, URI walletAddress) {
    var isServedElsewhere =
        Stream.of(
                settings.documentPublicName(),
                settings.documentAssetCode(),
                settings.documentAssetScale(),
                settings.documentAuthServer(),
                settings.documentResourceServer())
            .allMatch(Objects::isNull);
    return isServedElsewhere
        ? Optional.empty()
        : Optional.of(
            new WalletAddressDocument(
                walletAddress,
                text(settings, "document-public-name", settings.documentPublicName()),
                text(settings, "document-asset-code", settings.documentAssetCode()),
                scale(settings),
                server(settings, "document-auth-server", settings.documentAuthServer()),
                server(settings, "document-resource-server", settings.documentResourceServer())));
  }

  private static String text(DocumentSettings settings, String property, @Nullable String value) {
    var text = needed(settings, property, value);
    if (text.isBlank()) {
      throw new InvalidClientException(settings.name(), property, "it is empty: give it a value");
    }
    return text;
  }

  private static int scale(DocumentSettings settings) {
    var property = "document-asset-scale";
    var scale = needed(settings, property, settings.documentAssetScale());
    if (scale < 0 || scale > SCALE_MAX) {
      throw new InvalidClientException(
          settings.name(), property, "%d is not from 0 to %d".formatted(scale, SCALE_MAX));
    }
    return scale;
  }

  private static URI server(DocumentSettings settings, String property, @Nullable URI value) {
    var uri = needed(settings, property, value);
    var isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    if (!isWeb
        || uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawFragment() != null) {
      throw new InvalidClientException(
          settings.name(),
          property,
          "%s is not an absolute http or https URI without user information and fragment, such as https://auth.wallet.example"
              .formatted(ShownUri.of(uri)));
    }
    return uri;
  }

  private static <T> T needed(DocumentSettings settings, String property, @Nullable T value) {
    if (value == null) {
      throw new InvalidClientException(
          settings.name(),
          property,
          "it is missing: give every document- setting where the wallet address document is to be"
              + " served here, or none");
    }
    return value;
  }
}
