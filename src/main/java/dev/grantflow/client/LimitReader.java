package dev.grantflow.client;

import dev.grantflow.grant.ClientName;
import dev.grantflow.settings.ShownUri;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes limits of their settings, or says what is wrong with them.
final class LimitReader {

  private static final Pattern AMOUNT =
      Pattern.compile("([0-9]{1,20}(?:\\.[0-9]{1,255})?) +(\\S{1,64})");

  private LimitReader() {}

  /// Each of which says by [InvalidClientException] what is wrong with it, whatever the others are.
  static Stream<Runnable> parts(LimitSettings settings) {
    var client = settings.name();
    return Stream.of(
            filled(settings.servers()).<Runnable>map(entry -> () -> server(client, entry)),
            filled(settings.amountsMax()).<Runnable>map(entry -> () -> amount(client, entry)),
            Stream.<Runnable>of(
                () -> entries(client, "access-types", settings.accessTypes()),
                () -> entries(client, "servers", settings.servers()),
                () -> entries(client, "amounts-max", settings.amountsMax()),
                () -> read(settings)))
        .flatMap(Function.identity());
  }

  private static Stream<String> filled(@Nullable List<String> configured) {
    return Objects.requireNonNullElse(configured, List.<String>of()).stream()
        .map(String::strip)
        .filter(entry -> !entry.isEmpty());
  }

  /// @throws InvalidClientException naming client, property, fault and remedy
  static ClientLimits read(LimitSettings settings) {
    var client = settings.name();
    return new ClientLimits(
        new ClientName(client),
        Set.copyOf(entries(client, "access-types", settings.accessTypes())),
        entries(client, "servers", settings.servers()).stream()
            .map(entry -> server(client, entry))
            .toList(),
        amounts(client, entries(client, "amounts-max", settings.amountsMax())),
        settings.expiresIn());
  }

  /// An empty list would allow nothing or everything, which nobody can tell.
  private static List<String> entries(
      String client, String property, @Nullable List<String> configured) {
    if (configured == null) {
      return List.of();
    }
    var entries = configured.stream().map(String::strip).toList();
    if (entries.isEmpty() || entries.contains("")) {
      throw new InvalidClientException(
          client, property, "an entry is empty: fill it, or leave the property out for no limit");
    }
    return entries;
  }

  private static ReturnUri server(String client, String entry) {
    try {
      return ReturnUri.parse(entry);
    } catch (IllegalArgumentException _) {
      throw new InvalidClientException(
          client,
          "servers",
          "%s is not an absolute http or https URI without user information, query and fragment,"
                  .formatted(ShownUri.of(entry))
              + " such as https://auth.wallet.example");
    }
  }

  private static Map<String, BigDecimal> amounts(String client, List<String> entries) {
    var amounts = new LinkedHashMap<String, BigDecimal>();
    for (var entry : entries) {
      var form = amount(client, entry);
      if (amounts.put(form.group(2), new BigDecimal(form.group(1))) != null) {
        throw new InvalidClientException(
            client,
            "amounts-max",
            "there are two amounts in %s: keep one".formatted(form.group(2)));
      }
    }
    return amounts;
  }

  private static MatchResult amount(String client, String entry) {
    var form = AMOUNT.matcher(entry);
    if (!form.matches()) {
      throw new InvalidClientException(
          client,
          "amounts-max",
          "%s is not an amount and an asset code, such as 250.00 USD".formatted(entry));
    }
    return form;
  }
}
