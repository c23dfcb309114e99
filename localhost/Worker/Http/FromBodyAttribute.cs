using Microsoft.Azure.Functions.Worker.Converters;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>
/// Binds a parameter to the request's body. A body that does not fit the type fails the invocation (500) unless a step of the pipeline
/// turns the error into an answer.
/// </summary>
public class FromBodyAttribute() : InputConverterAttribute(typeof(FromBodyConverter));
