/// Commands in, events out: CloudEvents 1.0 over Kafka, validated against the published schemas.
@NullMarked
package dev.grantflow.kafka;

import org.jspecify.annotations.NullMarked;
