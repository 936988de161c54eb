package dev.grantflow.egress;

import java.util.List;

/// Where tests may call.
public final class Destinations {

  /// Any port of any host whose address is allowed.
  public static final DestinationSettings ANYWHERE =
      new DestinationSettings(List.of("any"), null, null, null);

  private Destinations() {}
}
