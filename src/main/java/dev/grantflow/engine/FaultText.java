package dev.grantflow.engine;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What may be stored and logged of an exception that nobody expected: its class, that of each
/// cause, and where in our code it came by. Messages are left out, since anybody's may quote what
/// it stumbled over, which may be a token.
final class FaultText {

  private static final String OURS = "dev.grantflow.";
  private static final int LENGTH_MAX = 2_000;
  private static final int FRAMES_MAX = 6;

  private FaultText() {}

  static String of(Throwable thrown) {
    var text = new StringBuilder();
    var told = Collections.<Throwable>newSetFromMap(new IdentityHashMap<>());
    for (@Nullable Throwable it = thrown; it != null && told.add(it); it = it.getCause()) {
      text.append(text.isEmpty() ? "" : ", caused by ")
          .append(it.getClass().getName())
          .append(places(it));
    }
    return text.substring(0, Math.min(LENGTH_MAX, text.length()));
  }

  private static String places(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith(OURS))
        .limit(FRAMES_MAX)
        .map(FaultText::place)
        .collect(Collectors.joining(" < ", " at ", ""));
  }

  private static String place(StackTraceElement frame) {
    return "%s.%s:%d"
        .formatted(
            frame.getClassName().substring(OURS.length()),
            frame.getMethodName(),
            frame.getLineNumber());
  }
}
