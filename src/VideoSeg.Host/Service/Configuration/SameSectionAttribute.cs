namespace VideoSeg.Host.Service.Configuration;

/// <summary>The values of the property lie in the section of the type that has it, not in one of their own.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SameSectionAttribute : Attribute;
