package dev.grantflow.sandbox.services;

import java.util.ArrayList;
import java.util.List;

/// Binds a command's life to this JVM: a shell beside it waits on a pipe whose other end only this
/// JVM holds and which the operating system closes even after `kill -9`. The command itself ignores
/// the terminal's signals, or Ctrl-C would end the shells and leave the server.
final class ParentBound {

  private static final String GUARD =
      """
      trap '' HUP INT QUIT TERM
      exec 3<&0
      ( trap - TERM; exec "$@" ) </dev/null 3<&- &
      server=$!
      { while read -r signal <&3; do kill -s "$signal" $server; done
        kill -9 $server; } >/dev/null 2>&1 &
      guard=$!
      wait $server
      status=$?
      kill -9 $guard
      exit $status
      """;

  private ParentBound() {}

  /// The command to start in place of the given one, with its standard input as a pipe: closing
  /// that kills the given one, a line with the name of a signal sends it that.
  static List<String> command(List<String> command) {
    List<String> bound = new ArrayList<>(List.of("sh", "-c", GUARD, "sh"));
    bound.addAll(command);
    return bound;
  }
}
