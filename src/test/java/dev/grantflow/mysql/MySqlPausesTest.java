package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.Pause;
import dev.grantflow.engine.Pause.Kind;
import dev.grantflow.engine.PauseStore;
import dev.grantflow.sandbox.services.LocalServices;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MySqlPausesTest {

  private static final Pause SHOP = new Pause(Kind.CLIENT, "shop", NOON, "ann", "an audit");
  private static final Pause SERVER = new Pause(Kind.SERVER, "auth.example", NOON, "bob", null);

  @Test
  void every_replica_knows_what_one_of_them_has_paused_also_after_a_restart() {
    var database = LocalServices.shared().newDatabase();
    try (var one = MySql.start(database, Map.of());
        var other = MySql.start(database, Map.of())) {
      var store = one.getBean(PauseStore.class);
      store.add(SERVER);
      store.add(SHOP);
      store.add(new Pause(Kind.CLIENT, "shop", NOON.plusSeconds(1), "carl", null));

      assertThat(other.getBean(PauseStore.class).all(9)).containsExactly(SHOP, SERVER);
      assertThat(store.all(1)).containsExactly(SHOP);
      assertThat(other.getBean(PauseStore.class).remove(Kind.CLIENT, "shop")).isTrue();
      assertThat(store.remove(Kind.CLIENT, "shop")).isFalse();
      assertThat(store.remove(Kind.CLIENT, "auth.example")).isFalse();
    }
    try (var restarted = MySql.start(database, Map.of())) {
      assertThat(restarted.getBean(PauseStore.class).all(9)).containsExactly(SERVER);
    }
  }

  @Test
  void whoever_paused_it_may_have_a_name_of_any_length() {
    try (var context = MySql.start()) {
      var store = context.getBean(PauseStore.class);

      store.add(new Pause(Kind.CLIENT, "shop", NOON, "😀".repeat(300), null));

      assertThat(store.all(9)).extracting(Pause::by).containsExactly("😀".repeat(255));
    }
  }
}
