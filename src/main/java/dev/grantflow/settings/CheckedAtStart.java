package dev.grantflow.settings;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A bean that throws when it is made of settings that do not fit together, and asks neither the
/// database nor Kafka for that. All of them are made before anything else is, so that the mistakes
/// which they find are told together.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface CheckedAtStart {}
