/// Grantflow: grants for Open Payments, orchestrated behind two Kafka topics.
@NullMarked
package dev.grantflow;

import org.jspecify.annotations.NullMarked;
