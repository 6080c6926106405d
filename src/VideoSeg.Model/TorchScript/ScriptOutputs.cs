namespace VideoSeg.Model.TorchScript;

/// <summary>What the numbers that a network gives out are.</summary>
public enum ScriptOutputs
{
    /// <summary>Before the last function: the logistic function of one plane, the softmax over several, is the probability.</summary>
    Logits,

    /// <summary>Probabilities, from 0 to 1.</summary>
    Probabilities,
}
