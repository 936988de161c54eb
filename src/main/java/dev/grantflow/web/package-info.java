/// What browsers, services and operators reach over HTTP. Texts are for people; neither a page nor
/// a log line repeats what a caller sent.
@NullMarked
package dev.grantflow.web;

import org.jspecify.annotations.NullMarked;
