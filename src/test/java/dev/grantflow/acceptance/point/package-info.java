/// Failure points: places at which the process is halted as `kill -9` would halt it. They stand in
/// decorators around the service's ports, its database connections and its Kafka clients, which a
/// test puts on the class path beside the artifact; the artifact itself has none. Nothing here is
/// loaded unless a point is armed or a group is given.
@NullMarked
package dev.grantflow.acceptance.point;

import org.jspecify.annotations.NullMarked;
