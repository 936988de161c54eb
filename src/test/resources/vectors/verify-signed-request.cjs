// Reads {jwk, requests: [{method, url, headers, body}]} from standard input, verifies each request
// with the Open Payments library and prints the verdicts as a JSON array.
const { validateSignature, validateSignatureHeaders } = require(process.argv[2]);

const { jwk, requests } = JSON.parse(require("fs").readFileSync(0, "utf8"));
Promise.all(
  requests.map(
    async (request) =>
      validateSignatureHeaders(request) && (await validateSignature(jwk, request)),
  ),
).then((verdicts) => console.log(JSON.stringify(verdicts)));
