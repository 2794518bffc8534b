package maestro.model.definition;

public enum Criticality {
    CRITICAL, HIGH, MEDIUM, LOW
}
