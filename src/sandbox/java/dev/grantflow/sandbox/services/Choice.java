package dev.grantflow.sandbox.services;

import java.util.function.Supplier;

/// Where the services come from. `toString` says it to a person, with the reason.
sealed interface Choice {

  record Given(Addresses addresses, String because) implements Choice {
    @Override
    public String toString() {
      return "the given addresses (%s), because %s".formatted(addresses, because);
    }
  }

  record Containers(String because) implements Choice {
    @Override
    public String toString() {
      return "Docker containers, because " + because;
    }
  }

  record Processes(String because) implements Choice {
    @Override
    public String toString() {
      return "child processes, because " + because;
    }
  }

  /// Follows the property, or takes the first that is possible.
  ///
  /// @param docker asked only where its answer matters
  static Choice of(Settings settings, Supplier<DockerAnswer> docker) {
    String forced = "%s=%s says so".formatted(Settings.SERVICES, settings.wanted().text());
    return switch (settings.wanted()) {
      case ADDRESSES ->
          settings
              .addresses()
              .map(addresses -> new Given(addresses, forced))
              .orElseThrow(
                  () ->
                      new ServicesUnavailable(
                          "%s=addresses needs %s, %s, %s and %s"
                              .formatted(
                                  Settings.SERVICES,
                                  Settings.MYSQL_URL,
                                  Settings.MYSQL_USER,
                                  Settings.MYSQL_PASSWORD,
                                  Settings.BOOTSTRAP_SERVERS)));
      case PROCESSES -> new Processes(forced);
      case DOCKER ->
          switch (docker.get()) {
            case DockerAnswer.Usable _ -> new Containers(forced);
            case DockerAnswer.Unusable(String reason) ->
                throw new ServicesUnavailable(
                    "%s=docker cannot be followed, because %s"
                        .formatted(Settings.SERVICES, reason));
          };
      case AUTO ->
          settings
              .addresses()
              .<Choice>map(addresses -> new Given(addresses, "properties name them"))
              .orElseGet(
                  () ->
                      switch (docker.get()) {
                        case DockerAnswer.Usable(String address) ->
                            new Containers(
                                "a Docker daemon answers at " + address + " and has the images");
                        case DockerAnswer.Unusable(String reason) -> new Processes(reason);
                      });
    };
  }
}
