package dev.grantflow.gnap;

import dev.grantflow.egress.Egress;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// The client as the service has it, in the time of a test of another package.
public final class GnapClients {

  private GnapClients() {}

  public static GnapClient over(Egress egress, InstantSource clock, RandomGenerator random) {
    return new HttpGnapClient(
        egress, clock, random, ScriptedServer.local(), new ReferralSettings(null));
  }
}
