package dev.grantflow.sandbox.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ChoiceTest {

  private static final Map<String, String> GIVEN =
      Map.of(
          "grantflow.mysql.url", "jdbc:mysql://db:3306/?useCompression=true",
          "grantflow.mysql.user", "root",
          "grantflow.mysql.password", "hidden",
          "grantflow.kafka.bootstrap-servers", "broker:9092");
  private static final Addresses ADDRESSES =
      new Addresses("jdbc:mysql://db:3306/?useCompression=true", "root", "hidden", "broker:9092");

  @Test
  void takes_containers_by_itself_where_docker_has_them() {
    assertThat(choose(Map.of(), ChoiceTest::docker))
        .isEqualTo(new Choice.Containers("a Docker daemon answers at here and has the images"));
  }

  @Test
  void takes_child_processes_by_itself_where_docker_does_not_answer() {
    assertThat(choose(Map.of("grantflow.services", "auto"), ChoiceTest::noDocker))
        .hasToString("child processes, because no Docker daemon answers at here");
  }

  @Test
  void takes_given_addresses_by_itself_without_asking_docker() {
    assertThat(choose(GIVEN, ChoiceTest::notAsked))
        .isEqualTo(new Choice.Given(ADDRESSES, "properties name them"));
  }

  @Test
  void follows_a_wish_for_child_processes_without_asking_docker() {
    assertThat(choose(Map.of("grantflow.services", "processes"), ChoiceTest::notAsked))
        .hasToString("child processes, because grantflow.services=processes says so");
  }

  @Test
  void follows_a_wish_for_child_processes_although_addresses_are_given() {
    Map<String, String> properties = new HashMap<>(GIVEN);
    properties.put("grantflow.services", "processes");

    assertThat(choose(properties, ChoiceTest::notAsked)).isInstanceOf(Choice.Processes.class);
  }

  @Test
  void fails_on_a_wish_for_docker_where_it_does_not_answer() {
    assertThatThrownBy(() -> choose(Map.of("grantflow.services", "docker"), ChoiceTest::noDocker))
        .isInstanceOf(ServicesUnavailable.class)
        .hasMessage(
            "grantflow.services=docker cannot be followed, because no Docker daemon answers at"
                + " here");
  }

  @Test
  void fails_on_a_wish_for_addresses_without_any() {
    assertThatThrownBy(
            () -> choose(Map.of("grantflow.services", "addresses"), ChoiceTest::notAsked))
        .isInstanceOf(ServicesUnavailable.class)
        .hasMessage(
            "grantflow.services=addresses needs grantflow.mysql.url, grantflow.mysql.user,"
                + " grantflow.mysql.password and grantflow.kafka.bootstrap-servers");
  }

  @Test
  void fails_on_addresses_of_which_one_is_missing() {
    Map<String, String> properties = new HashMap<>(GIVEN);
    properties.remove("grantflow.kafka.bootstrap-servers");

    assertThatThrownBy(() -> choose(properties, ChoiceTest::notAsked))
        .isInstanceOf(ServicesUnavailable.class)
        .hasMessage(
            "Addresses of services are given, but not all of them: set"
                + " grantflow.kafka.bootstrap-servers too");
  }

  @Test
  void fails_on_a_wish_that_it_does_not_know() {
    assertThatThrownBy(() -> choose(Map.of("grantflow.services", "podman"), ChoiceTest::notAsked))
        .isInstanceOf(ServicesUnavailable.class)
        .hasMessage(
            "grantflow.services is \"podman\", but must be one of auto, docker, processes,"
                + " addresses");
  }

  @Test
  void hides_a_given_password() {
    assertThat(choose(GIVEN, ChoiceTest::notAsked).toString())
        .contains("broker:9092")
        .doesNotContain("hidden");
  }

  private static DockerAnswer docker() {
    return new DockerAnswer.Usable("here");
  }

  private static DockerAnswer noDocker() {
    return new DockerAnswer.Unusable("no Docker daemon answers at here");
  }

  private static DockerAnswer notAsked() {
    throw new AssertionError("Docker was asked");
  }

  private static Choice choose(Map<String, String> properties, Supplier<DockerAnswer> docker) {
    return Choice.of(Settings.of(properties::get, Map.of()), docker);
  }
}
