package dev.grantflow.grant;

import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// One decision of the state machine.
@State(Scope.Benchmark)
public class TransitionBenchmark {

  private final GrantLifecycle lifecycle =
      new GrantLifecycle(Grants.BACKOFF, Duration.ofHours(24), Grants.RULES);
  private final Grant grant = Grants.fresh(Grants.requesting());
  private final Input issued = new Input.Answered(Grants.ISSUED);

  @Benchmark
  public Object transition() {
    return lifecycle.decide(grant, issued, Grants.NOW, 0.5);
  }
}
