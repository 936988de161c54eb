package dev.grantflow.contract;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The form of `traceparent` (W3C Trace Context §3.2).
public final class TraceContext {

  private static final Pattern FORM =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private TraceContext() {}

  /// The text itself, or null when it is of a wrong form, which that specification wants treated as
  /// absent.
  public static @Nullable String valid(@Nullable Object text) {
    return text instanceof String string && FORM.matcher(string).matches() ? string : null;
  }
}
