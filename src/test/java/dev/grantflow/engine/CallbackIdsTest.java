package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.HashMethod;
import dev.grantflow.grant.Secret;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CallbackIdsTest {

  private static final String ID = "[A-Za-z0-9_-]{43}";

  private final CallbackIds ids =
      new CallbackIds(
          new SecureRandom(), new PublicAddress(URI.create("https://grants.example/g/")));

  @Test
  void a_bound_interaction_begins_and_ends_at_ids_that_say_nothing_of_each_other() {
    var finish = ids.nextBound(HashMethod.SHA_256);

    var start = Objects.requireNonNull(finish.start()).toString();
    var end = finish.uri().reveal();
    assertThat(start).matches("https://grants\\.example/g/start/" + ID);
    assertThat(end).matches("https://grants\\.example/g/finish/" + ID);
    assertThat(idOf(start)).isNotEqualTo(idOf(end));
    assertThat(finish.callback().sha256())
        .isEqualTo(CallbackIds.keyOf(Secret.of(idOf(end))).sha256());
    assertThat(finish.callback().start()).isEqualTo(CallbackIds.startKeyOf(Secret.of(idOf(start))));
  }

  @Test
  void each_is_made_once() {
    var one = ids.nextBound(HashMethod.SHA_256);
    var other = ids.nextBound(HashMethod.SHA_256);

    assertThat(one.start()).isNotEqualTo(other.start());
    assertThat(one.uri()).isNotEqualTo(other.uri());
    assertThat(one.nonce()).isNotEqualTo(other.nonce());
  }

  @Test
  void an_interaction_that_is_not_bound_begins_at_the_server() {
    var finish = ids.next(false, HashMethod.SHA_256);

    var end = finish.uri().reveal();
    assertThat(end).matches("https://grants\\.example/g/finish/" + ID);
    assertThat(finish.callback()).isEqualTo(CallbackIds.keyOf(Secret.of(idOf(end))));
    assertThat(ids.next(false, HashMethod.SHA_256).uri()).isNotEqualTo(finish.uri());
    assertThat(finish.start()).isNull();
    assertThat(finish.callback().start()).isNull();
  }

  @Test
  void what_is_kept_of_an_id_does_not_lead_back_to_it() {
    assertThat(CallbackIds.keyOf(Secret.of("id")).sha256())
        .isEqualTo("a56145270ce6b3bebd1dd012b73948677dd618d496488bc608a3cb43ce3547dd");
    assertThat(CallbackIds.startKeyOf(Secret.of("id")).sha256())
        .isEqualTo("a56145270ce6b3bebd1dd012b73948677dd618d496488bc608a3cb43ce3547dd");
  }

  private static String idOf(String uri) {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  @Test
  void chance_is_the_platforms_secure_source() {
    assertThat(new EngineParts().random()).isExactlyInstanceOf(SecureRandom.class);
  }
}
