using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Boai.Functions.OpenApi;

/// <summary>The summaries of the source, from the documentation file that the compiler writes beside the assembly.</summary>
internal sealed partial class XmlSummaries
{
    private readonly Dictionary<string, XElement> _members;

    /// <summary>Without the file nothing has a summary.</summary>
    public XmlSummaries(Assembly assembly)
    {
        string file = Path.ChangeExtension(assembly.Location, ".xml");
        _members = File.Exists(file)
            ? XDocument.Load(file).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal)
            : [];
    }

    public string? Of(Type type) => Summary(Find("T:" + NameOf(type)));

    /// <returns>The method's own, by name: functions are not overloaded.</returns>
    public string? Of(MethodInfo method)
    {
        string name = $"M:{NameOf(method.DeclaringType!)}.{method.Name}(";
        return Summary(_members.FirstOrDefault(member => member.Key.StartsWith(name, StringComparison.Ordinal)).Value);
    }

    /// <returns>What stands at the record's parameter or at the property.</returns>
    public string? Of(Type type, string property) =>
        Text(Find("T:" + NameOf(type))?.Elements("param").FirstOrDefault(param => (string?)param.Attribute("name") == property))
        ?? Summary(Find($"P:{NameOf(type)}.{property}"));

    private static string NameOf(Type type) => (type.FullName ?? type.Name).Replace('+', '.');

    private static string? Summary(XElement? member) => Text(member?.Element("summary"));

    // References become the last part of what they name.
    private static string? Text(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        string text = string.Concat(element.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "see" or "paramref" } reference => ((string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name") ?? "").Split('.', ':')[^1],
            XElement inner => inner.Value,
            XText words => words.Value,
            _ => "",
        }));
        text = Space().Replace(text, " ").Trim();
        return text.Length == 0 ? null : text;
    }

    private XElement? Find(string name) => _members.GetValueOrDefault(name);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
