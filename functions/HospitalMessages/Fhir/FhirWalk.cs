using Hl7.Fhir.Model;

namespace Boai.Functions.HospitalMessages.Fhir;

/// <summary>Every element of a resource with its FHIRPath: rules about content hold wherever it hides, in extensions and contained resources too.</summary>
internal static class FhirWalk
{
    private const int Deepest = 64;

    /// <summary>The element itself and everything below it.</summary>
    public static IEnumerable<(Base Element, string Path)> Of(Base root, string path) => Of(root, path, depth: 0);

    private static IEnumerable<(Base Element, string Path)> Of(Base element, string path, int depth)
    {
        yield return (element, path);
        if (depth == Deepest)
        {
            throw new InvalidOperationException($"A message is nested deeper than {Deepest} elements at {path}; the reader should have refused it.");
        }

        foreach ((string name, object value) in element.EnumerateElements())
        {
            foreach ((Base child, string place) in Children(value, $"{path}.{name}"))
            {
                foreach ((Base, string) below in Of(child, place, depth + 1))
                {
                    yield return below;
                }
            }
        }
    }

    private static IEnumerable<(Base, string)> Children(object value, string path) => value switch
    {
        Base one => [(one, path)],
        IEnumerable<Base> many => many.Select((one, index) => (one, $"{path}[{index}]")),
        _ => [], // the value of a primitive: its element was given already
    };
}
