// Deep equality in the place of lodash's, from the library that is there in any case.
export { isEqual as default } from "underscore";
