/**
 * What runs already and what it breaks (ISO-8, RES-4): pure functions from pods and rights to
 * bounded findings, and from those to reports that other tools read.
 */
@NullMarked
package dev.eci.operator.report;

import org.jspecify.annotations.NullMarked;
