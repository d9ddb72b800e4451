// Where a source can be read.

/** The address of a DOI, or nothing where the text is none; no other address is ever linked. */
export const doiAddress = (doi: string): string | undefined =>
  /^10\.\d{4,9}\/\S+$/.test(doi)
    ? `https://doi.org/${doi.split("/").map(encodeURIComponent).join("/")}`
    : undefined;

/** The address of a source: by its DOI, else by its PMID, else none. */
export function addressOf({
  doi,
  pmid,
}: {
  doi?: string | undefined;
  pmid?: string | undefined;
}): string | undefined {
  if (doi) return doiAddress(doi);
  return pmid ? `https://pubmed.ncbi.nlm.nih.gov/${pmid}/` : undefined;
}
