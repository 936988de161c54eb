package dev.grantflow.engine;

import java.util.List;

/// Where commands enter.
public interface Intake {

  /// Accepts or rejects each command, in order, all in one transaction. When this returns, every
  /// command is safe in the database, as a grant or as a rejection with its dead letter; when it
  /// throws, nothing happened and the same list may be handed in again, as it may be after a
  /// success.
  void accept(List<ReceivedCommand> commands);
}
