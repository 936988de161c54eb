package dev.grantflow.contract;

import dev.grantflow.grant.Secret;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// A confirmed subject (RFC 9635 §3.4) as a member of JSON.
public final class SubjectContent {

  private static final String NAME = "subject";

  private SubjectContent() {}

  /// Adds it as the authorization server gave it, its assertions' values included.
  public static void putWhole(ObjectNode to, Secret subject) {
    to.putRawValue(NAME, new RawValue(subject.reveal()));
  }

  /// Adds it without the assertions' values, by which somebody could pass for the subject.
  public static void putTold(ObjectNode to, Secret subject) {
    var whole = AsTold.read(subject.reveal());
    var told = to.putObject(NAME);
    AsTold.copy(whole, told, List.of("sub_ids", "updated_at"));
    if (whole.path("assertions").isArray()) {
      var formats = told.putArray("assertions");
      whole
          .path("assertions")
          .forEach(it -> AsTold.copy(it, formats.addObject(), List.of("format")));
    }
  }
}
