package dev.grantflow.probe;

import dev.grantflow.egress.PlatformDocuments;
import io.micronaut.context.BeanContext;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/// Looks whether the service is ready and, where it is given a wallet address, whether that one's
/// authorization server takes a signed request. It needs neither MySQL nor Kafka: readiness tells
/// of both.
public final class ProbeCommand {

  /// The word behind the program's name.
  public static final String WORD = "probe";

  /// Definitions of the service that it needs, and what keeps a sandbox's freedoms from being used
  /// in production.
  public static final List<String> PARTS =
      List.of(
          "dev.grantflow.probe.",
          "dev.grantflow.client.",
          "dev.grantflow.egress.",
          "dev.grantflow.gnap.",
          "dev.grantflow.trace.",
          "dev.grantflow.wallet.",
          "dev.grantflow.engine.$EngineParts$",
          "dev.grantflow.engine.$PublicAddress$",
          "dev.grantflow.engine.$SandboxCheck$");

  private static final String USAGE =
      "probe READINESS-URI [WALLET-ADDRESS]   looks whether the service there is ready, and whether"
          + " the wallet's authorization server takes a signed request";

  private ProbeCommand() {}

  /// @return 0; 1 where something is wrong, having said what; 2 where the arguments are of no use
  public static int run(BeanContext context, List<String> arguments, PrintStream out) {
    var addresses = arguments.stream().flatMap(it -> address(it).stream()).toList();
    if (addresses.size() != arguments.size() || addresses.isEmpty() || addresses.size() > 2) {
      out.println(USAGE);
      return 2;
    }
    var ready = readiness(context.getBean(PlatformDocuments.class), addresses.getFirst());
    out.println(ready.told());
    if (!ready.isWell() || addresses.size() == 1) {
      return ready.isWell() ? 0 : 1;
    }
    var roundTrip = context.getBean(RoundTrip.class).make(addresses.getLast());
    out.println(roundTrip.told());
    return roundTrip.isWell() ? 0 : 1;
  }

  private static Optional<URI> address(String argument) {
    try {
      var uri = new URI(argument);
      return uri.getHost() == null ? Optional.empty() : Optional.of(uri);
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private static Outcome readiness(PlatformDocuments documents, URI uri) {
    return switch (documents.read(uri)) {
      case PlatformDocuments.Answer.Document _ -> Outcome.well("The service is ready.");
      case PlatformDocuments.Answer.Nothing(var why) ->
          Outcome.wrong("The service is not ready: %s %s.".formatted(uri, why));
    };
  }
}
