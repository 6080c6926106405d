namespace VideoSeg.Model;

/// <summary>Whose side a fault lies on. The value is the exit code of the command line.</summary>
public enum FaultKind
{
    /// <summary>The command line or a configuration file is wrong.</summary>
    Usage = 2,

    /// <summary>An input cannot be read or does not hold what it should.</summary>
    Input = 3,

    /// <summary>An output cannot be written.</summary>
    Output = 4,

    /// <summary>A library, a device or a model cannot do its work.</summary>
    Engine = 5,
}
