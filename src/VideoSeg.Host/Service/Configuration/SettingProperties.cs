using System.Collections.Immutable;
using System.Reflection;

namespace VideoSeg.Host.Service.Configuration;

/// <summary>What of an options type a configuration can set.</summary>
internal static class SettingProperties
{
    /// <summary>Its settable public properties, in their order.</summary>
    public static IEnumerable<PropertyInfo> Of(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetSetMethod() is not null && property.GetIndexParameters().Length == 0);

    /// <summary>Whether its values lie in its owner's section.</summary>
    public static bool IsInSameSection(PropertyInfo property) => property.IsDefined(typeof(SameSectionAttribute));

    /// <summary>The type of the values of a dictionary by names; null where the type is none.</summary>
    public static Type? DictionaryValue(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableDictionary<,>) ? type.GetGenericArguments()[1] : null;

    /// <summary>The type of the elements of a list; null where the type is none.</summary>
    public static Type? ListElement(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) ? type.GetGenericArguments()[0] : null;
}
