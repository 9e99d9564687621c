package staff

// Reason says which of its rules something broke, for surfaces that have words of their own for it. It is the cause of a fault.Error: errors.As finds it.
type Reason string

func (r Reason) Error() string { return string(r) }
