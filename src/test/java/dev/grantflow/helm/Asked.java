package dev.grantflow.helm;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/// What the alerts and the dashboard ask Prometheus.
public final class Asked {

  private Asked() {}

  public static List<Expression> all() throws IOException {
    var panels = new ObjectMapper().readTree(DashboardTest.FILE.toFile());
    return Stream.concat(
            RulesTest.rules().map(it -> it.getExpr().getStrVal()),
            panels.findValuesAsText("expr").stream())
        .map(Expression::new)
        .toList();
  }
}
