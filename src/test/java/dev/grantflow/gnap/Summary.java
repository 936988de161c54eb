package dev.grantflow.gnap;

import dev.grantflow.grant.Answer;
import dev.grantflow.grant.GrantError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// An answer in one line, for tables: `NotNow too_fast 400 PT5S`.
final class Summary {

  private Summary() {}

  static String of(Answer answer) {
    return switch (answer) {
      case Answer.InteractionRequired _ -> "InteractionRequired";
      case Answer.InteractionToPoll _ -> "InteractionToPoll";
      case Answer.StillPending _ -> "StillPending";
      case Answer.Issued _ -> "Issued";
      case Answer.Rotated _ -> "Rotated";
      case Answer.Gone _ -> "Gone";
      case Answer.Denied(var error) -> "Denied" + of(error);
      case Answer.Refused(var error) -> "Refused" + of(error);
      case Answer.Unknown(var error) -> "Unknown" + of(error);
      case Answer.Unusable(var error, _, _) -> "Unusable" + of(error);
      case Answer.NotNow(var error, var retryAfter) -> "NotNow" + of(error) + of(retryAfter);
    };
  }

  private static String of(GrantError error) {
    return " " + error.code() + (error.httpStatus() == null ? "" : " " + error.httpStatus());
  }

  private static String of(@Nullable Duration retryAfter) {
    return retryAfter == null ? "" : " " + retryAfter;
  }
}
